import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { duplicateReviewRoutes } from '../../../contract/customer/duplicates.ts'
import type { Import } from '../../../contract/records/import.ts'
import { call } from '../../shell/api.ts'
import { useTypes } from '../../shell/types.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import classes from './import.module.css'

/** Records that an import made and that look like others; they are compared soon after it, so the page looks again. */
export function DuplicatesMade({ of: one }: { of: Import }) {
  const made = new Set(one.passes.map(({ recordType }) => recordType))
  const types = useTypes().all.filter((type) => type.mergeable && made.has(type.name))
  const found = useQueries({
    queries: types.map((type) => ({
      queryKey: ['duplicates', type.name, 'count', one.id],
      queryFn: async ({ signal }: { signal: AbortSignal }) =>
        (await call(duplicateReviewRoutes(type).pairs, { query: { import: one.id, limit: 1 }, signal }))
          .count,
      refetchInterval: 5_000,
    })),
  })
  return types.map((type, i) => {
    const count = found[i]?.data ?? 0
    return (
      count > 0 && (
        <p key={type.name} role="status" className={classes.muted}>
          <Link to="/duplicates" search={{ type: type.plural, import: one.id }}>
            {t('duplicates.ofImport', { count, many: inText(typeLabel(type).many) })}
          </Link>
        </p>
      )
    )
  })
}
