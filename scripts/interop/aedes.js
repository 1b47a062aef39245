// Starts aedes on the loopback port given.
require('./keep')(port => {
  require('net').createServer(require('aedes')().handle).listen(port, '127.0.0.1')
})
