-- Takes or renews a lease.
-- KEYS: 1 the lease. ARGV: 1 who wants it, 2 for how long in ms.
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return {'TAKEN'} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {'HELD'}
