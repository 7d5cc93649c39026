-- Ends a session whose deadline and grace have passed; the deadline of record decides, not the
-- zset that led here. It has every allowance, accommodation and credit in it and only ever grows, so that
-- no session ends before its learner had all of that time. ARGV as in finish.lua.
local h = redis.call('HMGET', KEYS[1], 'learner', 'state', 'seq', 'lastAt', 'deadline', 'answered')
if h[1] ~= ARGV[2] then
  redis.call('ZREM', KEYS[4], ARGV[1])
  return {'NONE'}
end
if h[2] ~= 'IN_PROGRESS' then
  redis.call('ZREM', KEYS[4], ARGV[1])
  return {'ALREADY'}
end
local deadline = tonumber(h[5])
if not is_up(deadline, tonumber(ARGV[4])) then return {'NOT_DUE'} end
close(ARGV[1], ARGV[2], 'EXPIRED', 'TIME', ARGV[3], tonumber(h[3]),
    math.max(deadline, tonumber(h[4])), tonumber(h[6]), ARGV[5])
return {'FINISHED'}
