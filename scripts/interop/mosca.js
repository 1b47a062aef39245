// Starts mosca on the loopback port given.
require('./keep')(port => {
  const mosca = require('mosca')
  const persistence = { factory: mosca.persistence.Memory } // without one it keeps no retained messages
  new mosca.Server({ host: '127.0.0.1', port, persistence, logger: { level: 'fatal' } })
})
