import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox, NativeSelect, NumberInput } from '@mantine/core'
import type { Dialect } from '../../../contract/records/import-mapping.ts'
import { t } from '../../text/seldom.ts'
import editor from './editor.module.css'
import classes from './import.module.css'

const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'shift_jis',
  'gb18030',
  'euc-kr',
]
const delimiters = [
  { value: ',', label: t('import.comma') },
  { value: ';', label: t('import.semicolon') },
  { value: '\t', label: t('import.tab') },
  { value: '|', label: t('import.pipe') },
]
const orAlso = (known: readonly { value: string; label: string }[], value: string) =>
  known.some((one) => one.value === value) ? [...known] : [...known, { value, label: value }]

/** How the bytes become rows: detected, and to be changed where that went wrong. */
export function DialectFields({
  dialect,
  onDialect,
}: {
  dialect: Dialect
  onDialect: (change: Partial<Dialect>) => void
}) {
  const delimiter = delimiters.find(({ value }) => value === dialect.delimiter)?.label ?? dialect.delimiter
  return (
    <details className={editor.details}>
      <summary>
        {t('import.dialect')}:{' '}
        <span className={classes.muted}>
          {t('import.dialectIs', { encoding: dialect.encoding, delimiter })}
        </span>
      </summary>
      <div className={editor.dialect}>
        <NativeSelect
          label={t('import.encoding')}
          data={orAlso(
            encodings.map((value) => ({ value, label: value })),
            dialect.encoding,
          )}
          value={dialect.encoding}
          onChange={(event) => onDialect({ encoding: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('import.delimiter')}
          data={orAlso(delimiters, dialect.delimiter)}
          value={dialect.delimiter}
          onChange={(event) => onDialect({ delimiter: event.currentTarget.value })}
        />
        <NativeSelect
          label={t('import.quote')}
          data={['"', "'"]}
          value={dialect.quote}
          onChange={(event) =>
            onDialect({ quote: event.currentTarget.value, escape: event.currentTarget.value })
          }
        />
        <NumberInput
          label={t('import.skip')}
          min={0}
          max={100}
          allowDecimal={false}
          value={dialect.skip}
          onChange={(skip) => typeof skip === 'number' && onDialect({ skip })}
        />
        <Checkbox
          className={editor.check ?? ''}
          label={t('import.header')}
          checked={dialect.header}
          onChange={(event) => onDialect({ header: event.currentTarget.checked })}
        />
      </div>
    </details>
  )
}
