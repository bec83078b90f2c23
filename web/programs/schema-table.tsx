import { useState } from 'react'
import { t } from '../text/seldom.ts'
import type { Json, Schemas } from './api-document.ts'
import { schemaRows, typeOf, type Limit, type SchemaRow } from './schema-rows.ts'
import classes from './docs.module.css'

function limitText({ is, value }: Limit): string {
  switch (is) {
    case 'least':
      return t('docs.least', { value: String(value) })
    case 'most':
      return t('docs.most', { value: String(value) })
    case 'shortest':
      return t('docs.shortest', { count: value })
    case 'longest':
      return t('docs.longest', { count: value })
    case 'fewest':
      return t('docs.fewest', { count: value })
    case 'mostItems':
      return t('docs.mostItems', { count: value })
    case 'pattern':
      return t('docs.pattern', { value })
    case 'default':
      return t('docs.default', { value })
  }
}

/** So many of the values to choose from are shown at first. */
const fewChoices = 12

function Choices({ choices }: { choices: readonly string[] }) {
  const [all, setAll] = useState(false)
  const shown = all ? choices : choices.slice(0, fewChoices)
  return (
    <p className={classes.choices}>
      {shown.map((choice) => (
        <code key={choice}>{choice}</code>
      ))}
      {choices.length > shown.length && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {t('docs.moreChoices', { count: choices.length - shown.length })}
        </button>
      )}
    </p>
  )
}

/** What is known of one property or parameter besides its name. */
export function Told({ row }: { row: Omit<SchemaRow, 'depth' | 'name'> }) {
  return (
    <>
      <p>
        <span className={classes.type}>{row.type}</span>
        {row.required && <strong className={classes.required}>{t('docs.required')}</strong>}
        {row.limits.map((limit) => (
          <span key={limit.is} className={classes.limit}>
            {limitText(limit)}
          </span>
        ))}
      </p>
      {row.help && <p className={classes.help}>{row.help}</p>}
      {row.choices.length > 0 && <Choices choices={row.choices} />}
    </>
  )
}

interface SchemaTableProps {
  schema: Json
  schemas: Schemas
  label: string
  /** Of what is answered, not sent: what is required is of no interest. */
  answered?: boolean
}

/** A schema, a line for each property, those within others set in. */
export function SchemaTable({ schema, schemas, label, answered }: SchemaTableProps) {
  const rows = schemaRows(schema, schemas)
  if (rows.length === 0) return <p className={classes.type}>{typeOf(schema)}</p>
  return (
    <dl className={classes.rows} aria-label={label}>
      {rows.map((row, i) => (
        // Lines are never moved, and two may have the same name.
        // oxlint-disable-next-line react/no-array-index-key
        <div key={i} className={classes.row} style={{ paddingInlineStart: row.depth * 18 }}>
          <dt>
            <code>{row.name}</code>
          </dt>
          <dd>
            <Told row={answered ? { ...row, required: false } : row} />
          </dd>
        </div>
      ))}
    </dl>
  )
}
