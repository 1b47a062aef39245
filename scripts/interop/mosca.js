// Starts mosca on the loopback port given.
require('./keep')(port => {
  const mosca = require('mosca')
  new mosca.Server({ host: '127.0.0.1', port, logger: { level: 'fatal' } })
})
