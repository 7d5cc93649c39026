-- Gives a lease back.
-- KEYS: 1 the lease. ARGV: 1 who had it.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return {'TAKEN'} end
redis.call('DEL', KEYS[1])
return {'FREE'}
