// `npm run -s throughline -- COMMAND`: the command line, beside a running server or alone.
import { spawn } from 'node:child_process'
import { compiled, install, node, roomy, root } from './prepare.mjs'

install()
const command = spawn(node(), [...roomy, `${root}/server/command-line.ts`, ...process.argv.slice(2)], {
  env: { ...process.env, ...compiled },
  stdio: 'inherit',
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => void command.kill(signal))
}
command.once('exit', (code) => (process.exitCode = code ?? 1))
