import { resolve } from 'node:path'
import { addErasures, eraseAgain, readErasures } from '../keeping/erasures.ts'
import { readManifest, restoreBackup } from '../keeping/restore.ts'
import { silent } from '../db/log.ts'
import { openStores } from '../records/files/stores.ts'
import { progressOn, text, WrongUse, type Command } from './command.ts'

export const restore: Command = {
  name: 'restore',
  summary: 'Restore a backup into an empty database',
  words: 'FILE',
  options: {
    erasures: {
      type: 'string',
      value: 'FILE',
      help: 'a newer backup or erasures.txt: whoever was erased until then is erased again',
    },
  },
  async run(given) {
    const { words, database, config, out } = given
    const [file, ...rest] = words
    if (file === undefined || rest.length > 0) throw new WrongUse('Name the one backup to restore.')
    const { dataFolder, sealingKey, keyIsKept } = config
    const newer = text(given, 'erasures')
    // Noted first, so that a restore that is killed here forgets nobody.
    if (newer !== undefined) await addErasures(dataFolder, await erasuresIn(resolve(newer)))
    const progress = progressOn(out)
    const { manifest, rows, tables, files, otherKey } = await restoreBackup({
      database,
      dataFolder,
      stores: openStores(config),
      path: resolve(file),
      sealingKey,
      keyIsKept,
      log: silent,
      tell: (what) => progress.show(what),
    })
    progress.end()
    const erased = await eraseAgain(database, dataFolder)
    const count = (n: number, one: string, many = `${one}s`) =>
      `${n.toLocaleString('en')} ${n === 1 ? one : many}`
    out.write(
      `${manifest.organisation ?? 'A company not set up yet'} is restored as of ${manifest.madeAt}: ` +
        `${count(rows, 'row')} in ${count(tables, 'table')}, ${count(files, 'file')}.\n` +
        (erased > 0
          ? `${count(erased, 'person', 'people')} erased since ${erased === 1 ? 'is' : 'are'} erased again.\n`
          : '') +
        (otherKey
          ? 'The sealing key is another than the backup was made with: sealed secrets (second factors, webhooks) cannot be opened.\n'
          : ''),
    )
  },
}

async function erasuresIn(path: string): Promise<string[]> {
  if (path.endsWith('.txt')) return readErasures(path)
  return (await readManifest(path)).erasures
}
