import type { Counts, Import } from '../../../contract/records/import.ts'
import { typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import classes from './import.module.css'
import { targetTypeOf } from './target-types.ts'

const before = ['updated', 'unchanged'] as const
const after = ['merged', 'left', 'made'] as const

/** What each file makes of its rows. Columns that would be all nought are left out. */
export function CountsTable({ of: one }: { of: Import }) {
  const manner = useManner()
  const total = (name: keyof Counts) => one.passes.reduce((sum, pass) => sum + pass.counts[name], 0)
  const any = (name: keyof Counts) => total(name) > 0
  const shown = ['created' as const, ...before.filter(any), 'refused' as const, ...after.filter(any)]
  const cell = (name: keyof Counts, count: number) => (
    <td
      key={name}
      className={
        name === 'refused' && count > 0 ? classes.refusedCount : count === 0 ? classes.nought : undefined
      }
    >
      {number(count, manner)}
    </td>
  )
  return (
    <Card className={classes.flush ?? ''}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.scroll} role="region" aria-label={t('import.rows')} tabIndex={0}>
        <table className={classes.counts} aria-label={t('import.rows')}>
          <thead>
            <tr>
              <th scope="col">{t('import.file')}</th>
              <th scope="col">{t('import.rows')}</th>
              {shown.map((name) => (
                <th key={name} scope="col" title={name === 'made' ? t('import.madeHelp') : undefined}>
                  {t(`import.count.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {one.passes.map((pass, at) => (
              // A file may be read as the same type more than once.
              // oxlint-disable-next-line react/no-array-index-key
              <tr key={at}>
                <th scope="row">
                  <span className={classes.fileName} title={pass.name}>
                    {pass.name}
                  </span>{' '}
                  <span className={classes.muted}>
                    {t('import.readAs', { many: typeLabel(targetTypeOf(pass.recordType)).many })}
                  </span>
                </th>
                <td>{number(pass.rows, manner)}</td>
                {shown.map((name) => cell(name, pass.counts[name]))}
              </tr>
            ))}
          </tbody>
          {one.passes.length > 1 && (
            <tfoot>
              <tr>
                <th scope="row">{t('import.total')}</th>
                <td>{number(one.total, manner)}</td>
                {shown.map((name) => cell(name, total(name)))}
              </tr>
            </tfoot>
          )}
        </table>
      </div>
    </Card>
  )
}
