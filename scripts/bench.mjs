// `npm run bench`: measures what `npm start` would run, with its room for memory and its kept compilations.
import { spawn } from 'node:child_process'
import { compiled, install, node, roomy, root } from './prepare.mjs'

install()
const bench = spawn(node(), [...roomy, 'bench/main.ts', ...process.argv.slice(2)], {
  cwd: root,
  env: { ...process.env, ...compiled },
  stdio: 'inherit',
})
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => void bench.kill(signal))
}
bench.once('exit', (code) => (process.exitCode = code ?? 1))
