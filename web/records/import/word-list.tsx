import { NativeSelect, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Field } from '../../../contract/records/field.ts'
import { isChoice, targetOf } from '../../../contract/records/field.ts'
import type { ColumnLook } from '../../../contract/records/import.ts'
import type { FieldMapping } from '../../../contract/records/import-mapping.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { t } from '../../text/seldom.ts'
import { number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { someQuery } from '../record-api.ts'
import editor from './editor.module.css'
import classes from './import.module.css'
import { bareWord } from './targets.ts'

interface WordListProps {
  field: Field
  mapping: FieldMapping
  column: ColumnLook
  onWords: (values: Record<string, string | null>) => void
}

const few = 60
const blank = '\u0000'

/** What the words of a file may mean: a choice's options, or the names of the few records there are to refer to. */
function useMeanings(field: Field): string[] | null {
  const to = targetOf(field)
  const target = recordTypeOf(to ?? 'user')
  const { data } = useQuery({
    ...someQuery(target, { filter: null, sort: null, fields: [] }, few),
    enabled: to !== null,
  })
  if (isChoice(field)) return field.options.map(({ label }) => label)
  return to && data && data.next === null ? [...new Set(data.data.map(({ title }) => title))] : null
}

/** The words of a column and what each means here; suggested, to accept or change. */
export function WordList({ field, mapping, column, onWords }: WordListProps) {
  const manner = useManner()
  const meanings = useMeanings(field)
  const said = mapping.values ?? {}
  const saidOf = (word: string): string | null | undefined =>
    said[Object.keys(said).find((one) => one.toLowerCase() === word.toLowerCase()) ?? word]
  const known = new Map((meanings ?? []).map((meaning) => [bareWord(meaning), meaning]))
  const words = [...new Set([...column.values.map(({ value }) => value), ...Object.keys(said)])]
  if (words.length === 0) return null

  const set = (word: string, meaning: string | null | undefined) => {
    const others = Object.fromEntries(
      Object.entries(said).filter(([one]) => one.toLowerCase() !== word.toLowerCase()),
    )
    onWords(meaning === undefined ? others : { ...others, [word]: meaning })
  }
  return (
    <details className={editor.words}>
      <summary>{t('import.wordsOf', { column: column.name })}</summary>
      <ul>
        {words.map((word) => {
          const meaning = saidOf(word)
          const itself = known.get(bareWord(word))
          const label = t('import.wordMeans', { word })
          return (
            <li key={word} className={editor.word}>
              <span className={editor.wordText} title={word}>
                {word}
              </span>
              <span className={classes.figure}>
                {number(column.values.find(({ value }) => value === word)?.count ?? 0, manner)}
              </span>
              {meanings ? (
                <NativeSelect
                  aria-label={label}
                  data={[
                    {
                      value: '',
                      label: itself
                        ? t('import.asKnown', { label: itself })
                        : targetOf(field) && mapping.reference?.createMissing
                          ? t('import.asIs')
                          : t('import.unknownWord'),
                    },
                    ...meanings.filter((one) => one !== itself),
                    ...(typeof meaning === 'string' && !meanings.includes(meaning) ? [meaning] : []),
                    { value: blank, label: t('import.leaveBlank') },
                  ]}
                  value={meaning === null ? blank : (meaning ?? '')}
                  onChange={(event) =>
                    set(
                      word,
                      event.currentTarget.value === blank ? null : event.currentTarget.value || undefined,
                    )
                  }
                />
              ) : (
                <TextInput
                  aria-label={label}
                  placeholder={t('import.asIs')}
                  value={meaning ?? ''}
                  onChange={(event) => set(word, event.currentTarget.value || undefined)}
                />
              )}
            </li>
          )
        })}
      </ul>
      {column.distinct > column.values.length && <p className={classes.muted}>{t('import.fewWords')}</p>}
    </details>
  )
}
