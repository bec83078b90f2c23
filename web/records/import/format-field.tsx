import { Autocomplete } from '@mantine/core'
import { useId } from 'react'
import { t } from '../../text/seldom.ts'
import { day } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { dayMeant, telling } from './date-example.ts'
import editor from './editor.module.css'
import classes from './import.module.css'

const usualFormats = [
  'yyyy-MM-dd',
  'yyyy-MM-dd HH:mm:ss',
  'iso',
  'dd/MM/yyyy',
  'MM/dd/yyyy',
  'dd.MM.yyyy',
  'dd/MM/yyyy HH:mm',
  'MM/dd/yyyy HH:mm',
  'd MMM yyyy',
  'MMM d, yyyy',
  'unix',
  'unix-ms',
  'excel',
]

interface FormatFieldProps {
  label: string
  format: string | undefined
  /** What it is when nothing is said. */
  usual: string
  cells: readonly string[]
  /** Formats that fit every value equally well, the one suggested among them. */
  alternatives?: readonly string[]
  onFormat: (format: string | undefined) => void
}

/** How dates are written. Where day and month could be either, both readings of a cell stand side by side to choose from. */
export function FormatField({ label, format, usual, cells, alternatives, onFormat }: FormatFieldProps) {
  const manner = useManner()
  const name = useId()
  const choices = (alternatives ?? []).toSorted()
  const cell = telling(choices, cells)
  return (
    <>
      {choices.length > 1 && cell && (
        <fieldset className={editor.order}>
          <legend>{t('import.whichOrder', { cell })}</legend>
          {choices.map((choice) => {
            const meant = dayMeant(choice, cell)
            return (
              <label key={choice}>
                <input
                  type="radio"
                  name={name}
                  checked={choice === format}
                  onChange={() => onFormat(choice)}
                />
                {meant ? day(meant, manner) : choice} <span className={classes.muted}>{choice}</span>
              </label>
            )
          })}
        </fieldset>
      )}
      <Autocomplete
        label={label}
        size="xs"
        className={editor.format ?? ''}
        data={usualFormats}
        limit={20}
        placeholder={usual}
        value={format ?? ''}
        onChange={(written) => onFormat(written.trim() || undefined)}
      />
    </>
  )
}
