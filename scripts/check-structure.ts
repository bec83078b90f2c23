// `node scripts/check-structure.ts`: says where the sources do not keep to the shape of the house.
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { checkStructure } from './structure.ts'

const root = join(import.meta.dirname, '..')
const folders = ['contract', 'server', 'web', 'widget', 'tests', 'bench', 'scripts']

function* filesBelow(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesBelow(path)
    else if (/\.(ts|tsx|mjs|css)$/.test(entry.name)) yield path
  }
}

const present = readdirSync(root)
const files = folders
  .filter((name) => present.includes(name))
  .flatMap((name) => Array.from(filesBelow(join(root, name))))
const sources = new Map(
  files.map((file) => [relative(root, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
)
const problems = checkStructure(sources)

for (const problem of problems) process.stderr.write(`${problem}\n`)
process.stdout.write(`${sources.size} files, ${problems.length} out of place\n`)
process.exitCode = problems.length > 0 ? 1 : 0
