import type { Field } from '../../../contract/records/field.ts'
import type { Choice, Comparison } from '../../../contract/records/merge.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { fieldLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Relative } from '../../ui/manner.tsx'
import { widgetOf } from '../fields/widgets.ts'
import { RecordLink } from '../record-link.tsx'
import { titleFields } from '../view.ts'
import classes from './compare.module.css'

interface ComparisonTableProps {
  type: RecordType
  comparison: Comparison
  onlyDifferent: boolean
  /** Whose value each field takes; null when they are not to be merged. */
  choices: Readonly<Record<string, Choice>> | null
  onChoose: (field: string, choice: Choice) => void
  /** The record that is to stay. */
  primary: string | undefined
  onPrimary: (id: string) => void
}

const isKnown = (value: unknown) =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)

const differs = (records: readonly AnyRecord[], name: string) =>
  new Set(records.map((record) => JSON.stringify(record[name] ?? null))).size > 1

/** The type's fields, those first that say who it is; what none of them has is left away. */
function fieldsShown(
  type: RecordType,
  records: readonly AnyRecord[],
  onlyDifferent: boolean,
): [string, Field][] {
  const first = [...titleFields(type), ...type.columns]
  const place = (name: string) => (first.includes(name) ? first.indexOf(name) : first.length)
  return Object.entries(type.fields)
    .filter(([name]) => records.some((record) => isKnown(record[name])))
    .filter(([name]) => !onlyDifferent || differs(records, name))
    .toSorted(([a], [b]) => place(a) - place(b))
}

const lists = new Set(['choices', 'tags', 'references', 'files'])

export function ComparisonTable(props: ComparisonTableProps) {
  const { type, comparison, onlyDifferent, choices, primary, onPrimary } = props
  const { records, references } = comparison
  const fields = fieldsShown(type, records, onlyDifferent)
  return (
    // What scrolls sideways can be scrolled by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('compare.compare')}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{t('compare.field')}</span>
            </th>
            {records.map((record) => (
              <th key={record.id} scope="col" data-stays={(choices && primary === record.id) || undefined}>
                <span className={classes.head}>
                  <Avatar name={record.title} size={28} round={type.name === 'user'} />
                  <RecordLink type={type.name} id={record.id} className={classes.title}>
                    {record.title}
                  </RecordLink>
                </span>
                {choices && (
                  <label className={classes.choice} title={t('compare.keepsText')}>
                    <input
                      type="radio"
                      name="primary"
                      aria-label={`${t('compare.keeps')}: ${record.title}`}
                      checked={primary === record.id}
                      onChange={() => onPrimary(record.id)}
                    />
                    {t('compare.keeps')}
                  </label>
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.length === 0 && (
            <tr>
              <td colSpan={records.length + 1}>{t('compare.nothingDiffers')}</td>
            </tr>
          )}
          {fields.map(([name, field]) => (
            <Row key={name} {...props} name={name} field={field} />
          ))}
          <tr>
            <th scope="row">{t('compare.system')}</th>
            {records.map((record) => (
              <td key={record.id}>
                <Relative value={record.createdAt} />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">{t('compare.references')}</th>
            {records.map((record) => (
              <td key={record.id}>
                {Object.entries(references[record.id] ?? {})
                  .map(([label, count]) => `${label}: ${count}`)
                  .join(' · ') || '—'}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  )
}

function Row({
  type: { name: typeName },
  comparison: { records, changedAt },
  choices,
  onChoose,
  name,
  field,
}: ComparisonTableProps & { name: string; field: Field }) {
  const label = fieldLabel(field)
  const { Show, align } = widgetOf(field)
  const different = differs(records, name)
  const chosen = choices?.[name]
  const choosing = chosen !== undefined && different && !field.readOnly
  return (
    <tr data-differs={different || undefined}>
      <th scope="row">
        {label}
        {choosing && lists.has(field.type) && (
          <label className={classes.choice}>
            <input
              type="radio"
              name={`${typeName}.${name}`}
              aria-label={t('compare.chooseAll', { field: label })}
              checked={chosen === 'all'}
              onChange={() => onChoose(name, 'all')}
            />
            {t('compare.all')}
          </label>
        )}
      </th>
      {records.map((record) => {
        const value = record[name]
        const shown = isKnown(value) ? <Show field={field} value={value} plain={choosing} full /> : '—'
        const at = changedAt[record.id]?.[name]
        return (
          <td
            key={record.id}
            data-align={align}
            data-chosen={choosing && (chosen === record.id || chosen === 'all') ? true : undefined}
          >
            {choosing ? (
              <label className={classes.choice}>
                <input
                  type="radio"
                  name={`${typeName}.${name}`}
                  aria-label={t('compare.choose', { field: label, title: record.title })}
                  checked={chosen === record.id}
                  onChange={() => onChoose(name, record.id)}
                />
                <span className={classes.value}>
                  {shown}
                  {at && isKnown(value) && (
                    <span className={classes.at}>
                      <Relative value={at} />
                    </span>
                  )}
                </span>
              </label>
            ) : (
              shown
            )}
          </td>
        )
      })}
    </tr>
  )
}
