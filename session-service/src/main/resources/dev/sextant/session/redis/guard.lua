-- Put before every script that changes a session. Beside its own keys and arguments it is given
--   as the last key the pulse of the bucket, as the last argument the latest time that it can be.
-- A bucket that is not open has lost what was in it and is being rebuilt: nothing is decided on it.
local pulse = table.remove(KEYS)
local latest = tonumber(table.remove(ARGV))
local health = redis.call('HMGET', pulse, 'open', 'at', 'owed', 'limit')
if not health[1] then return {'RECOVERING'} end

