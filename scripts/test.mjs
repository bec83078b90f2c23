// `npm test`: every check and every test, from a fresh clone on. The last line says how many passed and failed.
// `npm test -- server/db` runs only the tests of those paths.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildNow, install, node, program, root, say } from './prepare.mjs'

install()

const paths = process.argv.slice(2)
let passed = 0
let failed = 0

/** Output goes on as it comes. */
const run = (/** @type {string} */ file, /** @type {string[]} */ ...args) =>
  spawnSync(node(), [file, ...args], { cwd: root, stdio: 'inherit' }).status === 0

function check(/** @type {string} */ name, /** @type {() => boolean} */ holds) {
  say(`\n${name}`)
  if (holds()) passed++
  else {
    failed++
    say(`${name}: failed`)
  }
}

if (paths.length === 0) {
  check('Structure', () => run('scripts/check-structure.ts'))
  check('Types', () => run(program('typescript', 'tsc')))
  check('Lint', () => run(program('oxlint'), '--type-aware'))
  check('Format', () => run(program('oxfmt'), '--check'))
  check('Build', buildNow)
}

const report = join(root, '.cache', 'tests.json')
rmSync(report, { force: true })
const clean = run(
  program('vitest'),
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...paths,
)
const before = failed
if (existsSync(report)) {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  passed += numPassedTests
  failed += numFailedTests
  // A file that could not even be loaded counts as one failure.
  for (const { status, assertionResults } of testResults) {
    if (
      status === 'failed' &&
      assertionResults.every((/** @type {{ status: string }} */ test) => test.status !== 'failed')
    )
      failed++
  }
}
if (!clean && failed === before) failed++

process.exitCode = failed > 0 ? 1 : 0
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
