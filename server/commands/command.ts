import type { ParseArgsConfig } from 'node:util'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { Context } from '../http/context.ts'

/** What was typed makes no sense; the message says what would. */
export class WrongUse extends Error {}

export interface Option {
  type: 'string' | 'boolean'
  /** What stands behind it in the help: `NAME`. */
  value?: string
  help: string
  required?: true
  /** May be given more than once. */
  multiple?: true
}

/** What a command is given: its options as typed, the words after them, and the installation that it acts on. */
export interface Given {
  options: Record<string, string | string[] | boolean | undefined>
  words: string[]
  database: Database
  config: Config
  out: NodeJS.WritableStream & { isTTY?: boolean }
  /** All of standard input, as text. */
  input(): Promise<string>
  /** To act as the system in the company; refused before it has been set up. */
  context(): Promise<Context>
}

export interface Command {
  /** As typed: `key create`. */
  name: string
  /** In the list of commands; a short sentence. */
  summary: string
  options: Record<string, Option>
  /** What words it takes besides options, as the help shows them: `FILE…`. */
  words?: string
  /** Answers with the exit code if that is not 0. */
  run(given: Given): Promise<number | void>
}

export const text = ({ options }: Given, name: string): string | undefined => {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

export const parsed = (options: Record<string, Option>): NonNullable<ParseArgsConfig['options']> => ({
  ...Object.fromEntries(
    Object.entries(options).map(([name, { type, multiple }]) => [
      name,
      { type, multiple: multiple ?? false },
    ]),
  ),
  help: { type: 'boolean', short: 'h' },
})

/** A password that need not show in the list of processes: typed, from standard input, or from the environment. */
export async function passwordOf(given: Given): Promise<string | undefined> {
  const typed = text(given, 'password')
  if (typed === '-') return (await given.input()).split(/\r?\n/, 1)[0]
  return typed ?? process.env.THROUGHLINE_PASSWORD
}

export const passwordOption = {
  type: 'string',
  value: 'PASSWORD',
  help: '- reads it from standard input; without it, THROUGHLINE_PASSWORD is taken',
} as const satisfies Option

/** Records by type, as `12 users, 120 companies`. */
export const counted = (records: Record<string, number>): string =>
  Object.entries(records)
    .map(([plural, count]) => `${count.toLocaleString('en')} ${plural}`)
    .join(', ')

/** One line that says how far it is, on a terminal; elsewhere nothing, for logs. */
export function progressOn(out: Given['out']): { show(line: string): void; end(): void } {
  let shownAt = 0
  return {
    show(line) {
      if (!out.isTTY || performance.now() - shownAt < 100) return
      shownAt = performance.now()
      out.write(`\r\x1b[K${line}`)
    },
    end() {
      if (out.isTTY) out.write('\r\x1b[K')
    },
  }
}
