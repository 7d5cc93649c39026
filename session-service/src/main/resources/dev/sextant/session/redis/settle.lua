-- Forgets an outage whose time was given back to all who sat an exam.
-- KEYS: 1 the pulse. ARGV: 1 the outage.
local owed = redis.call('HGET', KEYS[1], 'owed')
if not owed or string.sub(owed, 1, #ARGV[1]) ~= ARGV[1] then return {'SETTLED_BEFORE'} end
local rest = string.sub(owed, #ARGV[1] + 1)
if rest == '' then
  redis.call('HDEL', KEYS[1], 'owed')
else
  redis.call('HSET', KEYS[1], 'owed', rest)
end
return {'SETTLED'}
