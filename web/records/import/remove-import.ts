import { useQueryClient } from '@tanstack/react-query'
import type { Import } from '../../../contract/records/import.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import { call, messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed } from '../../ui/toast.tsx'
import { forgetDraft } from './draft-store.ts'

/** Deletes an import that has written nothing. Its files stay with the server for a while, so it can be had again. */
export function useRemoveImport(): (one: Pick<Import, 'id' | 'name'>) => Promise<void> {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: ['imports', 'list'] })
  return async function remove(one) {
    const { id } = one
    try {
      const { mapping, files } = await call(importRoutes.get, { params: { id } })
      await call(importRoutes.delete, { params: { id } })
      forgetDraft(id)
      done(t('import.deleted', { name: mapping.name || t('import.unnamed') }), async () => {
        await call(importRoutes.create, {
          body: { mapping, files: files.map((file) => file.id), draft: true },
        })
        await refresh()
      })
      await refresh()
    } catch (error) {
      toastFailed(messageOf(error), () => void remove(one))
    }
  }
}
