// Runs a broker in a worker and starts it again when it has ended in an error;
// meanwhile the port stays open. One that never listened is given up.
const cluster = require('cluster')

module.exports = run => {
  if (!cluster.isPrimary) {
    run(Number(process.argv[2]))
    return
  }
  let listened = false
  cluster.fork()
  cluster.on('listening', () => { listened = true })
  cluster.on('exit', () => (listened ? cluster.fork() : process.exit(1)))
}
