import type { BulkPreview } from '../../../contract/records/bulk-edit.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { fieldLabel, inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/pages.ts'
import { widgetOf } from '../fields/widgets.ts'
import { ExpandedContext } from '../titles.ts'
import classes from './bulk.module.css'

/** What would happen: how many, how many not and why, and some of them before and after. */
export function PreviewTold({ type, of: told }: { type: RecordType; of: BulkPreview }) {
  const { one, many } = typeLabel(type)
  const refused = told.refused.reduce((sum, { count }) => sum + count, 0)
  const all = told.tried === told.changing
  const changing = all ? told.changing - refused : told.changing
  const titles = Object.fromEntries(
    Object.entries(told.titles).map(([id, title]) => [id, { id, title } as AnyRecord]),
  )
  return (
    <div className={classes.told}>
      <ul className={classes.counts} aria-live="polite">
        <li className={classes.strong}>
          {t('bulk.willChange', { count: changing, one: inText(one), many: inText(many) })}
        </li>
        {told.already > 0 && <li>{t('bulk.alreadySo', { count: told.already })}</li>}
        {told.forbidden > 0 && <li>{t('bulk.forbidden', { count: told.forbidden })}</li>}
        {refused > 0 && (
          <li>
            {all
              ? t('bulk.refusedAll', { count: refused })
              : t('bulk.refusedOf', { tried: told.tried, count: refused })}
            <ul className={classes.reasons}>
              {told.refused.slice(0, 5).map(({ reason, count, title }) => (
                <li key={reason}>{t('bulk.refusal', { reason, count, title })}</li>
              ))}
            </ul>
          </li>
        )}
      </ul>
      {changing === 0 && <p className={classes.muted}>{t('bulk.nothing')}</p>}
      {told.examples.length > 0 && (
        <ExpandedContext value={titles}>
          <h3 className={classes.heading}>{t('bulk.examples')}</h3>
          <ul className={classes.examples}>
            {told.examples.map(({ id, title, changes }) => (
              <li key={id}>
                <span className={classes.strong}>{title}</span>
                <dl className={classes.example}>
                  {changes.map(({ field, before, after }) => {
                    const declared = type.fields[field]
                    if (!declared) return null
                    const { Show } = widgetOf(declared)
                    const shown = (value: unknown) =>
                      value === null || value === undefined ? (
                        <span className={classes.muted}>{t('bulk.empty')}</span>
                      ) : (
                        <Show field={declared} value={value} plain />
                      )
                    return (
                      <div key={field}>
                        <dt>{fieldLabel(declared)}</dt>
                        <dd>
                          {shown(before)}{' '}
                          <span role="img" aria-label={t('bulk.to')} className={classes.muted}>
                            →
                          </span>{' '}
                          {shown(after)}
                        </dd>
                      </div>
                    )
                  })}
                </dl>
              </li>
            ))}
          </ul>
        </ExpandedContext>
      )}
    </div>
  )
}
