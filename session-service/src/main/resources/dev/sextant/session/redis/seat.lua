-- Gives the seat of a live session to a window.
-- ARGV: 1 learner, 2 seat.
local h = redis.call('HMGET', KEYS[1], 'learner', 'state')
if h[1] ~= ARGV[1] then return {'NONE'} end
if h[2] ~= 'IN_PROGRESS' then return {'OVER'} end
redis.call('HSET', KEYS[1], 'seat', ARGV[2])
redis.call('HINCRBY', KEYS[1], 'seats', 1)
return {'TAKEN'}
