-- Ends a session for its learner.
-- ARGV: 1 id, 2 learner, 3 body of SessionFinished, 4 grace in ms, 5 life of a finished session in ms,
--   6 seat ('' for none).
local h = redis.call('HMGET', KEYS[1], 'learner', 'state', 'mode', 'seq', 'lastAt', 'deadline',
    'asked', 'answered', 'seat')
if h[1] ~= ARGV[2] then return {'NONE'} end
if h[2] ~= 'IN_PROGRESS' then return {'ALREADY'} end
if taken(h[9], ARGV[6]) then return {'SEAT'} end
local now = now_ms()
local deadline = tonumber(h[6])
local state, reason, at = 'COMPLETED', 'LEARNER', now
if is_up(deadline, tonumber(ARGV[4])) then
  state, reason, at = 'EXPIRED', 'TIME', deadline
elseif h[3] == 'FIXED' and h[7] == h[8] then
  reason = 'LENGTH'
end
close(ARGV[1], ARGV[2], state, reason, ARGV[3], tonumber(h[4]), math.max(at, tonumber(h[5])),
    tonumber(h[8]), ARGV[5])
return {'FINISHED'}
