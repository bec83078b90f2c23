import { createWriteStream } from 'node:fs'
import { mkdir, readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { z } from 'zod'
import { importTargets } from '../../../contract/import-targets.ts'
import type { Counts } from '../../../contract/records/import.ts'
import {
  fileMatches,
  importMappingSchema,
  type ImportMapping,
} from '../../../contract/records/import-mapping.ts'
import type { Database } from '../../db/database.ts'
import { organisationOf } from './jobs.ts'
import { refreshTypes, typesOf } from '../types.ts'
import { createImport, planPasses, registerFile } from './prepare.ts'
import { importOf } from './queries.ts'
import { refusedRows } from './refused-rows.ts'
import { workImport } from './run.ts'
import { loadImport, type ImportRow } from './store.ts'

export interface ImportCommand {
  /** Path of the mapping. */
  map: string
  files: readonly string[]
  /** Try it out without writing. */
  dryRun?: boolean
  /** Where refused rows go, one CSV a file; nowhere when absent. */
  refused?: string
  database: Database
  dataFolder: string
  out: NodeJS.WritableStream & { isTTY?: boolean }
}

/** `import --map FILE.json FILE…`: prints progress, then what came of it. Returns the exit code. */
export async function importCommand(command: ImportCommand): Promise<number> {
  const { database, dataFolder, out } = command
  const mapping = await readMapping(command.map)
  for (const file of command.files)
    if (!mapping.files.some(({ match }) => fileMatches(match, file)))
      throw new Error(
        `The mapping ${command.map} says nothing of ${basename(file)}. It reads ${[...new Set(mapping.files.map(({ match }) => match))].join(', ')}.`,
      )
  const organisation = await organisationOf(database.db)
  const uploads = []
  for (const file of command.files) uploads.push(await registerFile(database.db, resolve(file), null))
  await refreshTypes(database)
  const passes = await planPasses(mapping, uploads, organisation, importTargets(typesOf(database)))
  const id = await createImport(database.db, { mapping, files: uploads.map((one) => one.id), passes }, null)
  const stop = showProgress(command, id)
  try {
    await workImport({ database, organisation, dataFolder }, id, command.dryRun ? 'check' : 'run')
  } finally {
    await stop()
  }
  const row = await loadImport(database.db, id)
  out.write(`${summary(row)}\n`)
  if (row.state === 'failed') throw new Error(row.error ?? 'The import failed')
  for (const [pass] of row.passes.entries()) await sayRefused(command, row, pass)
  return row.counts.some(({ refused }) => refused > 0) ? 2 : 0
}

async function readMapping(path: string): Promise<ImportMapping> {
  let json: unknown
  try {
    json = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    throw new Error(
      `The mapping ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    )
  }
  const parsed = importMappingSchema.safeParse(json)
  if (!parsed.success) throw new Error(`The mapping ${path} does not fit:\n${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** One line that is written over on a terminal; elsewhere one every ten seconds. */
function showProgress({ database, out }: ImportCommand, id: string): () => Promise<void> {
  let shown = ''
  const show = async () => {
    const { done, total, rowsPerSecond, secondsLeft, passes, atPass } = importOf(
      await loadImport(database.db, id),
      new Date().toISOString(),
    )
    const pass = passes[Math.min(atPass, passes.length - 1)]
    const speed =
      rowsPerSecond === null
        ? ''
        : `  ${rowsPerSecond.toLocaleString('en')} rows/s  ${clock(secondsLeft ?? 0)} left`
    const line = `${pass?.name ?? ''} → ${pass?.recordType ?? ''}  ${done.toLocaleString('en')} of ${total.toLocaleString('en')} rows${speed}`
    if (line === shown) return
    out.write(out.isTTY ? `\r\u001b[K${line}` : `${line}\n`)
    shown = line
  }
  let last = Promise.resolve()
  const timer = setInterval(
    () => {
      last = last.then(show, () => undefined)
    },
    out.isTTY ? 500 : 10_000,
  )
  return async () => {
    clearInterval(timer)
    await last
    if (out.isTTY && shown) out.write('\r\u001b[K')
  }
}

const clock = (seconds: number) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`

function summary(row: ImportRow): string {
  const told: [keyof Counts, string][] = [
    ['created', row.state === 'checked' ? 'new' : 'created'],
    ['updated', 'updated'],
    ['unchanged', 'unchanged'],
    ['merged', 'merged into others'],
    ['left', 'left out'],
    ['refused', 'refused'],
  ]
  const lines = row.passes.map((pass, i) => {
    const counts = row.counts[i]
    const parts = counts
      ? told
          .filter(([key]) => counts[key] > 0)
          .map(([key, word]) => `${counts[key].toLocaleString('en')} ${word}`)
      : []
    return `  ${pass.name} → ${pass.recordType}: ${parts.join(', ') || 'no rows'}`
  })
  const words =
    row.report?.unknown.map(
      ({ field, word, rows, suggestion }) =>
        `  "${word}" (${rows} rows) names no ${field}${suggestion ? `; perhaps "${suggestion}"` : ''}`,
    ) ?? []
  const head =
    { done: 'Imported', checked: 'A dry run; nothing was written', cancelled: 'Cancelled; what is in stays' }[
      row.state as string
    ] ?? row.state
  return [`${head}: ${row.name}`, ...lines, ...words].join('\n')
}

async function sayRefused(
  { database, dataFolder, refused, out }: ImportCommand,
  row: ImportRow,
  pass: number,
): Promise<void> {
  const count = row.counts[pass]?.refused ?? 0
  if (count === 0) return
  if (refused === undefined) {
    let told = 0
    for await (const line of refusedRows(database.db, dataFolder, row, pass))
      if (told++ > 0 && told <= 6) out.write(`  refused: ${line.trim()}\n`)
    return
  }
  await mkdir(refused, { recursive: true })
  const path = resolve(refused, `refused-${pass + 1}-${row.passes[pass]!.name}`)
  await pipeline(refusedRows(database.db, dataFolder, row, pass), createWriteStream(path))
  out.write(`  ${count} refused rows are in ${path}\n`)
}
