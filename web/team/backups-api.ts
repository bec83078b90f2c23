import { queryOptions } from '@tanstack/react-query'
import { backupRoutes } from '../../contract/keeping/backups.ts'
import type { Backup, BackupSchedule } from '../../contract/keeping/backups.ts'
import { urlOf } from '../../contract/http/client.ts'
import { call } from '../shell/api.ts'

const isBeingMade = ({ state }: Backup) => state === 'waiting' || state === 'running'

/** Looked at again often while one is being made, and now and then otherwise. */
export const backupsQuery = queryOptions({
  queryKey: ['backups'],
  queryFn: ({ signal }) => call(backupRoutes.list, { signal }),
  refetchInterval: ({ state }) => (state.data?.data.some(isBeingMade) ? 1_000 : 60_000),
})

export const backUpNow = () => call(backupRoutes.make)
export const deleteBackup = (id: string) => call(backupRoutes.remove, { params: { id } })
export const setSchedule = (body: BackupSchedule) => call(backupRoutes.schedule, { body })
export const addressOfFile = (id: string) => urlOf(backupRoutes.download, { params: { id } })
