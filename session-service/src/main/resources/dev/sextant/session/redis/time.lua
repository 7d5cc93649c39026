-- Moves the deadline of a live session, and only ever onward. Further key: 12 the repeat key's memory.
-- ARGV: 1 id, 2 learner, 3 time to add in ms, 4 body of TimeAdded, 5 what the repeat key asked for
--   ('' without key), 6 its life in ms.
local id, learner = ARGV[1], ARGV[2]
local h = redis.call('HMGET', KEYS[1], 'learner', 'state', 'seq', 'lastAt', 'deadline')
if h[1] ~= learner then return {'NONE'} end
if ARGV[5] ~= '' then
  local first = redis.call('GET', KEYS[12])
  if first then return {first == ARGV[5] and 'REPEATED' or 'KEY_REUSED'} end
end
if h[2] ~= 'IN_PROGRESS' then return {'OVER'} end
local deadline = tonumber(h[5])
if not deadline then return {'ENDLESS'} end

local at = math.max(now_ms(), tonumber(h[4]))
local sequence = tonumber(h[3])
deadline = deadline + tonumber(ARGV[3])
redis.call('HSET', KEYS[1], 'deadline', int(deadline), 'seq', int(sequence + 1), 'lastAt', int(at))
redis.call('ZADD', KEYS[4], int(deadline), id)
if ARGV[5] ~= '' then redis.call('SET', KEYS[12], ARGV[5], 'PX', ARGV[6]) end
emit(learner, splice(ARGV[4], '"deadline":"' .. iso(deadline) .. '"'), sequence, at)
return {'ADDED'}
