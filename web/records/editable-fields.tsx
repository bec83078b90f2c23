import { useRef, useState } from 'react'
import { isFile, type Field } from '../../contract/records/field.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { useMay } from '../shell/session.tsx'
import { fieldHelp, fieldLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { CellEditor } from './cell-editor.tsx'
import classes from './editable-fields.module.css'
import { widgetOf } from './fields/widgets.ts'
import { RecordFiles } from './files/record-files.tsx'
import { AddField } from './own/add-field.tsx'
import { isWritable } from './view.ts'

interface EditableFieldsProps {
  type: RecordType
  record: AnyRecord
  /** In this order; the rest is shown after "more". */
  first: readonly string[]
}

/** A record as its declaration has it: each value is edited where it stands. Empty fields wait behind "more". */
export function EditableFields({ type, record, first }: EditableFieldsProps) {
  const [all, setAll] = useState(false)
  const may = useMay(type.name)
  const known = (name: string) => record[name] !== null && record[name] !== undefined
  const names = [...new Set([...first, ...Object.keys(type.fields)])].filter((name) => type.fields[name])
  const canEdit = may('edit', record) && !record.deletedAt
  // Where files are dropped must be there before the first one.
  const takesFiles = (name: string) => canEdit && type.fields[name]?.type === 'files'
  const shown = names.filter((name) => all || first.includes(name) || known(name) || takesFiles(name))
  return (
    <div>
      <dl className={classes.fields}>
        {shown.map((name) => {
          const field = type.fields[name]
          return (
            field && (
              <FieldLine
                key={name}
                type={type}
                record={record}
                name={name}
                field={field}
                canEdit={canEdit && isWritable(field)}
              />
            )
          )
        })}
      </dl>
      {shown.length < names.length && (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {t('records.moreFields', { count: names.length - shown.length })}
        </button>
      )}
      {shown.length === names.length && <AddField type={type} />}
    </div>
  )
}

interface FieldLineProps {
  type: RecordType
  record: AnyRecord
  name: string
  field: Field
  canEdit: boolean
}

function FieldLine({ type, record, name, field, canEdit }: FieldLineProps) {
  const [editing, setEditing] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const { Show } = widgetOf(field)
  const value = record[name]
  const empty = value === null || value === undefined
  const wide = field.type === 'longText' || isFile(field)
  return (
    <div className={wide ? classes.wide : classes.line}>
      <dt className={classes.label} title={fieldHelp(field)}>
        {fieldLabel(field)}
      </dt>
      <dd className={classes.value}>
        {canEdit && isFile(field) ? (
          <RecordFiles type={type} record={record} name={name} field={field} />
        ) : editing ? (
          <CellEditor
            type={type}
            record={record}
            name={name}
            onDone={() => {
              setEditing(false)
              requestAnimationFrame(() => opener.current?.focus())
            }}
          />
        ) : (
          <>
            <span className={classes.shown}>
              {empty ? <span className={classes.none}>—</span> : <Show field={field} value={value} full />}
            </span>
            {canEdit && (
              <button
                ref={opener}
                type="button"
                className={classes.edit}
                aria-label={t('records.editOf', { field: fieldLabel(field) })}
                onClick={() => setEditing(true)}
              />
            )}
          </>
        )}
      </dd>
    </div>
  )
}
