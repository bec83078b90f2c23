import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { version } from '../config.ts'
import { makeBackup } from '../keeping/backup.ts'
import { openStores } from '../records/files/stores.ts'
import { keepErasures } from '../keeping/erasures.ts'
import { conflict } from '../http/problem.ts'
import { progressOn, WrongUse, type Command } from './command.ts'

export const backup: Command = {
  name: 'backup',
  summary: 'Back everything up into one file, while the server runs',
  words: 'FILE',
  options: {
    'without-key': {
      type: 'boolean',
      help: 'leave the sealing key out; restoring then needs it from elsewhere',
    },
  },
  async run({ words, options, database, config, out }) {
    const [file, ...rest] = words
    if (file === undefined || rest.length > 0)
      throw new WrongUse('Name the one file to back up into, such as acme.throughline.')
    const path = resolve(file)
    if (existsSync(path)) throw conflict(`${file} is there already. Choose another name, or move it away.`)
    await keepErasures(database.db, config.dataFolder)
    const progress = progressOn(out)
    const withKey = config.keyIsKept && options['without-key'] !== true
    const { bytes } = await makeBackup({
      database,
      dataFolder: config.dataFolder,
      stores: openStores(config),
      path,
      sealingKey: config.sealingKey,
      withKey,
      version,
      tell: (done, what) => progress.show(`${String(Math.floor(done * 100)).padStart(3)} %  ${what}`),
    })
    progress.end()
    out.write(
      `${file} holds everything, ${(bytes / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB. ` +
        (withKey
          ? 'The sealing key is in it: keep it where nobody else reads it.\n'
          : 'The sealing key is not in it: keep THROUGHLINE_KEY or sealing.key as well.\n'),
    )
  },
}
