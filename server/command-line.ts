import { text as everything } from 'node:stream/consumers'
import { parseArgs } from 'node:util'
import { backup } from './commands/backup.ts'
import { parsed, WrongUse, type Command, type Given } from './commands/command.ts'
import { formulasCalculate } from './commands/formulas.ts'
import { importFiles } from './commands/import.ts'
import { keyCreate } from './commands/key.ts'
import { restore } from './commands/restore.ts'
import { sampleLoad, sampleRemove } from './commands/sample.ts'
import { setup } from './commands/setup.ts'
import { userAdd } from './commands/user.ts'
import { ConfigError, readConfig } from './config.ts'
import { prepareJobs } from './db/jobs.ts'
import type { Log } from './db/log.ts'
import { provideDatabase } from './db/provide.ts'
import { system } from './http/caller.ts'
import type { Context } from './http/context.ts'
import { conflict, Refusal } from './http/problem.ts'
import { settleCluster } from './ledger/cluster.ts'
import { refreshTypes } from './records/types.ts'
import { readOrganisation } from './team/organisation/queries.ts'

const commands: readonly Command[] = [
  setup,
  userAdd,
  keyCreate,
  importFiles,
  formulasCalculate,
  sampleLoad,
  sampleRemove,
  backup,
  restore,
]

const program = 'npm run -s throughline --'

const listOf = (list: readonly Command[]): string => {
  const width = Math.max(...list.map(({ name }) => name.length))
  return list.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join('\n')
}

const overview = (): string =>
  `Usage: ${program} COMMAND [OPTIONS]\n\n${listOf(commands)}\n\n` +
  `“${program} COMMAND --help” tells more. Commands work beside a running server, on the installation that\n` +
  `THROUGHLINE_DATA or DATABASE_URL name, as for the server.\n`

function helpOf({ name, summary, options, words }: Command): string {
  const rows = Object.entries(options).map(([option, { value, help, required, multiple }]) => {
    const left = `--${option}${value ? ` ${value}` : ''}`
    return {
      left,
      help: `${help}${required ? '' : ' (optional)'}`,
      inUsage: `${required ? left : `[${left}]`}${multiple ? '…' : ''}`,
    }
  })
  const width = Math.max(0, ...rows.map(({ left }) => left.length))
  const usage = [program, name, ...rows.map(({ inUsage }) => inUsage), ...(words ? [words] : [])].join(' ')
  return `${summary}.\n\nUsage: ${usage}\n${rows.length > 0 ? '\n' : ''}${rows.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}\n`).join('')}`
}

/** The command that the first words name. */
function commandIn(args: readonly string[]): Command {
  const found = commands.find(({ name }) => name.split(' ').every((word, i) => args[i] === word))
  if (found) return found
  const [first = ''] = args
  const begun = commands.filter(({ name }) => name.split(' ')[0] === first)
  if (begun.length > 0) throw new WrongUse(`“${first}” is one of these:\n${listOf(begun)}`)
  throw new WrongUse(`There is no command “${first}”. There are:\n${listOf(commands)}`)
}

function read(command: Command, args: string[]): Pick<Given, 'options' | 'words'> & { help: boolean } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: parsed(command.options),
      allowPositionals: command.words !== undefined,
    })
    const { help, ...options } = values as Given['options']
    return { options, words: positionals, help: help === true }
  } catch (error) {
    throw new WrongUse(error instanceof Error ? error.message : String(error))
  }
}

function checkRequired({ options }: Command, given: Given['options']): void {
  const missing = Object.entries(options).filter(
    ([name, { required }]) => required && given[name] === undefined,
  )
  if (missing.length > 0)
    throw new WrongUse(missing.map(([name, { help }]) => `--${name} is missing: ${help}`).join('\n'))
}

const problems: Log = {
  info: () => undefined,
  warn: (message) => void process.stderr.write(`${message}\n`),
  error: (message) => void process.stderr.write(`${message}\n`),
}

async function perform(command: Command, options: Given['options'], words: string[]): Promise<number> {
  const config = await readConfig()
  const { database, stop } = await provideDatabase(config, problems, { poolSize: 8 })
  const end = () => void stop().finally(() => process.exit(130))
  process.once('SIGINT', end).once('SIGTERM', end)
  const context = async (): Promise<Context> => {
    const organisation = await readOrganisation(database.db)
    if (!organisation)
      throw conflict(
        `The company is not set up yet. “${program} setup --help” tells how, or open it in a browser.`,
      )
    return { database, caller: system('system'), organisation, now: new Date().toISOString() }
  }
  try {
    await settleCluster(database.db)
    await prepareJobs(database.pool)
    await refreshTypes(database)
    const input = () => everything(process.stdin)
    return (await command.run({ options, words, database, config, out: process.stdout, input, context })) ?? 0
  } finally {
    await stop()
  }
}

/** Runs a command line; the exit code is 0, 1 for a failure, 2 for wrong use. */
async function run(args: string[]): Promise<number> {
  const [first] = args
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    ;(first === undefined ? process.stderr : process.stdout).write(overview())
    return first === undefined ? 2 : 0
  }
  const command = commandIn(args)
  const { help, options, words } = read(command, args.slice(command.name.split(' ').length))
  if (help) {
    process.stdout.write(helpOf(command))
    return 0
  }
  checkRequired(command, options)
  return perform(command, options, words)
}

/** What went wrong and what to do, without a trace: those are for errors of ours. */
function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) {
    const fields = (error.problem.errors ?? []).filter(({ message }) => message !== error.message)
    return [error.message, ...fields.map(({ path, message }) => `  ${path}: ${message}`)].join('\n')
  }
  return error instanceof Error ? error.message : String(error)
}

try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${sentenceOf(error)}\n`)
  if (error instanceof WrongUse) process.stderr.write(`“${program} --help” lists the commands.\n`)
  process.exitCode = error instanceof WrongUse || error instanceof ConfigError ? 2 : 1
}
