import { Readable } from 'node:stream'
import { auditRoutes } from '../../../contract/team/audit.ts'
import type { Bind } from '../../http/bind.ts'
import { auditLog, exportAudit } from './queries.ts'

export function bindAudit(bind: Bind): void {
  bind(auditRoutes.list, ({ query, context }) => auditLog(context, query))
  bind(auditRoutes.export, async ({ query, context, reply }) => {
    const lines = await exportAudit(context, query)
    reply
      .header('content-disposition', 'attachment; filename="audit-log.csv"')
      .type('text/csv; charset=utf-8')
    return Readable.from(lines)
  })
}
