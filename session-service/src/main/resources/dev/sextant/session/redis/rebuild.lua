-- Writes a session as its events tell it, unless what is here knows as much. Further keys: 12 the
-- learner's sessions, 13 how often the learner started this exam.
-- ARGV: 1 id, 2 its next sequence, 3 when it started, 4 deadline, 5 class, 6 assignment ('' each for
--   none), 7 attempt, 8 life of the finished session in ms ('' while it is live), 9 answers and
--   10 replaced answers that this bucket did not count, 11 how many of the following are fields and
--   values of the session hash; the rest are its events.
local id, next = ARGV[1], tonumber(ARGV[2])
local h = redis.call('HMGET', KEYS[1], 'seq', 'seat', 'seats', 'signals')
if tonumber(h[1] or '0') >= next then return {'KEPT'} end

redis.call('DEL', KEYS[1], KEYS[2])
local last = 11 + tonumber(ARGV[11])
for i = 12, last, 2 do redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 1]) end
for i, field in ipairs({'seat', 'seats', 'signals'}) do
  if h[i + 1] then redis.call('HSET', KEYS[1], field, h[i + 1]) end
end
for i = last + 1, #ARGV do redis.call('RPUSH', KEYS[2], ARGV[i]) end
redis.call('HINCRBY', KEYS[9], 'accepted', ARGV[9])
redis.call('HINCRBY', KEYS[9], 'superseded', ARGV[10])
redis.call('ZADD', KEYS[12], ARGV[3], id)
if tonumber(redis.call('GET', KEYS[13]) or '0') < tonumber(ARGV[7]) then
  redis.call('SET', KEYS[13], ARGV[7])
end
if ARGV[8] == '' then
  if ARGV[4] ~= '' then redis.call('ZADD', KEYS[4], ARGV[4], id) end
  redis.call('SET', KEYS[5], id)
  if ARGV[5] ~= '' then redis.call('ZADD', KEYS[10], '+inf', id) end
  if ARGV[6] ~= '' then redis.call('ZADD', KEYS[11], ARGV[3], id) end
else
  redis.call('ZREM', KEYS[4], id)
  if redis.call('GET', KEYS[5]) == id then redis.call('DEL', KEYS[5]) end
  redis.call('PEXPIRE', KEYS[1], ARGV[8])
  redis.call('PEXPIRE', KEYS[2], ARGV[8])
end
return {'RESTORED'}
