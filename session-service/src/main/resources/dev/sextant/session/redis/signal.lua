-- Keeps signals of a live session.
-- ARGV: 1 id, 2 learner, 3 seat ('' for none), 4 the most that a session keeps, then the signals.
local h = redis.call('HMGET', KEYS[1], 'learner', 'state', 'seat')
if h[1] ~= ARGV[2] then return {'NONE'} end
if h[2] ~= 'IN_PROGRESS' then return {'KEPT', '0'} end
if taken(h[3], ARGV[3]) then return {'SEAT'} end
local room = math.max(0, math.min(#ARGV - 4, tonumber(ARGV[4]) - redis.call('LLEN', KEYS[8])))
redis.call('HSET', KEYS[6], ARGV[1], int(now_ms()))
redis.call('HINCRBY', KEYS[1], 'signals', room)
for i = 1, room do redis.call('RPUSH', KEYS[8], ARGV[4 + i]) end
return {'KEPT', int(room)}
