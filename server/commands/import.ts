import { importCommand } from '../records/import/command.ts'
import { text, WrongUse, type Command } from './command.ts'

export const importFiles: Command = {
  name: 'import',
  summary: 'Import CSV files by a mapping',
  words: 'FILE…',
  options: {
    map: {
      type: 'string',
      value: 'FILE.json',
      required: true,
      help: 'what the files mean; examples are in examples/import',
    },
    'dry-run': { type: 'boolean', help: 'say what would happen and write nothing' },
    refused: { type: 'string', value: 'FOLDER', help: 'where refused rows are written with their reasons' },
  },
  async run(given) {
    const { words: files, database, config, out } = given
    if (files.length === 0) throw new WrongUse('Name the files to import.')
    await given.context()
    const refused = text(given, 'refused')
    const code = await importCommand({
      map: text(given, 'map') ?? '',
      files,
      dryRun: given.options['dry-run'] === true,
      ...(refused === undefined ? {} : { refused }),
      database,
      dataFolder: config.dataFolder,
      out,
    })
    // 2 says that a command was typed wrongly; rows that were refused are a failure.
    return code === 0 ? 0 : 1
  },
}
