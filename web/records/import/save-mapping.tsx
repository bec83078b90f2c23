import { Button, Menu } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { importMappingSchema } from '../../../contract/records/import-mapping.ts'
import type { ImportMapping } from '../../../contract/records/import-mapping.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { saveFile } from '../../ui/save-file.ts'
import { toastDone, toastFailed } from '../../ui/toast.tsx'
import { sourceFrom } from './draft.ts'
import { mappingsQuery } from './import-api.ts'

const download = (name: string, text: string) =>
  saveFile(name, new Blob([text], { type: 'application/json' }))

/** Keeps what the files mean for the next time: with the company, or as a file for the command line. */
export function SaveMapping({ mapping }: { mapping: ImportMapping }) {
  const queries = useQueryClient()
  const complete = importMappingSchema.safeParse(mapping).success
  const save = async () => {
    try {
      await call(importRoutes.saveMapping, { body: mapping })
      toastDone(t('import.mappingSaved', { name: mapping.name }))
      await queries.invalidateQueries({ queryKey: mappingsQuery.queryKey })
    } catch (error) {
      toastFailed(messageOf(error), () => void save())
    }
  }
  return (
    <Menu>
      <Menu.Target>
        <Button disabled={!complete}>{t('import.mappingSave')}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void save()}>{t('import.mappingSave')}</Menu.Item>
        <Menu.Item
          onClick={() =>
            download(`${sourceFrom(mapping.name)}.json`, `${JSON.stringify(mapping, null, 2)}\n`)
          }
        >
          {t('import.mappingDownload')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
