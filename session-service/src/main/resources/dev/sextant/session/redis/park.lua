-- Takes an event out of the way of those behind it, and keeps it.
-- KEYS: 1 outbox stream, 2 stream of parked events. ARGV: 1 id of the entry, 2 why.
local found = redis.call('XRANGE', KEYS[1], ARGV[1], ARGV[1])
if #found == 0 then return {'GONE'} end
local fields = found[1][2]
fields[#fields + 1] = 'id'
fields[#fields + 1] = ARGV[1]
fields[#fields + 1] = 'why'
fields[#fields + 1] = ARGV[2]
redis.call('XADD', KEYS[2], '*', unpack(fields))
redis.call('XDEL', KEYS[1], ARGV[1])
return {'PARKED'}
