import { Autocomplete, Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { recordTypeOf } from '../../../contract/record-types.ts'
import { isChoice, targetOf } from '../../../contract/records/field.ts'
import type { Import, UnknownWord } from '../../../contract/records/import.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/t.ts'
import { Card } from '../../ui/card.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { usePicks } from '../fields/reference.tsx'
import { labelOf, mappingOf } from './draft.ts'
import { withMeanings } from './meanings.ts'
import { useDraft } from './draft-store.ts'
import { importQuery } from './import-api.ts'
import editor from './editor.module.css'
import classes from './import.module.css'
import { declaredOf } from './targets.ts'

const keyOf = ({ pass, field, word }: UnknownWord) => `${pass} ${field} ${word}`

/** Words that name nothing: each with what it probably means, to accept or change, and to try again with. */
export function UnknownWords({ of: one, words }: { of: Import; words: readonly UnknownWord[] }) {
  const [draft, change] = useDraft()
  const [meanings, setMeanings] = useState(
    () => new Map(words.map((word) => [keyOf(word), word.suggestion ?? ''])),
  )
  const [trying, setTrying] = useState(false)
  const queries = useQueryClient()
  const navigate = useNavigate()
  const said = words.filter((word) => meanings.get(keyOf(word)))
  const groups = Map.groupBy(words, ({ pass, field }) => `${pass} ${field}`)

  const tryAgain = async () => {
    setTrying(true)
    const next = withMeanings(
      draft,
      one,
      said.map((word) => ({ ...word, meaning: meanings.get(keyOf(word)) ?? '' })),
    )
    try {
      const made = await call(importRoutes.create, {
        body: { mapping: mappingOf(next), files: next.files.map(({ id }) => id) },
      })
      queries.setQueryData(
        importQuery(made.id).queryKey,
        await call(importRoutes.check, { params: { id: made.id } }),
      )
      change(() => ({ ...next, importId: made.id }))
      await navigate({ to: '/import/$id', params: { id: made.id }, replace: true })
    } catch (error) {
      setTrying(false)
      toastFailed(messageOf(error), () => void tryAgain())
    }
  }

  return (
    <Card title={t('import.unknown')}>
      <p className={classes.muted}>{t('import.unknownText')}</p>
      {[...groups].map(([key, group]) => {
        const { pass, field } = group[0]!
        const { name, recordType } = one.passes[pass]!
        return (
          <section key={key} className={editor.unknown}>
            <h3 className={classes.strong}>
              {t('import.unknownIn', { field: labelOf(recordType, field), file: name })}
            </h3>
            <ul>
              {group.map((word) => (
                <li key={word.word} className={editor.word}>
                  <span className={editor.wordText} title={word.word}>
                    {word.word}
                  </span>
                  <span className={classes.figure}>{t('import.rowCount', { count: word.rows })}</span>
                  <Meaning
                    recordType={recordType}
                    field={field}
                    label={t('import.wordMeans', { word: word.word })}
                    value={meanings.get(keyOf(word)) ?? ''}
                    onValue={(meaning) => setMeanings((before) => new Map(before).set(keyOf(word), meaning))}
                  />
                </li>
              ))}
            </ul>
          </section>
        )
      })}
      <Button variant="filled" loading={trying} disabled={said.length === 0} onClick={() => void tryAgain()}>
        {t('import.acceptWords', { count: said.length })}
      </Button>
    </Card>
  )
}

interface MeaningProps {
  recordType: string
  field: string
  label: string
  value: string
  onValue: (value: string) => void
}

function Meaning({ recordType, field, label, value, onValue }: MeaningProps) {
  const declared = declaredOf(recordType, field)
  if (declared && targetOf(declared))
    return <ReferenceMeaning {...{ recordType, field, label, value, onValue }} />
  const options = declared && isChoice(declared) ? declared.options.map((option) => option.label) : []
  return (
    <Autocomplete
      aria-label={label}
      size="xs"
      data={options}
      value={value}
      onChange={onValue}
      placeholder={t('import.meaning')}
    />
  )
}

function ReferenceMeaning({ recordType, field, label, value, onValue }: MeaningProps) {
  const declared = recordTypeOf(recordType).fields[field]!
  const found = usePicks(declared, value)
  const titles = [...new Set((found.data?.data ?? []).map(({ title }) => title))]
  return (
    <Autocomplete
      aria-label={label}
      size="xs"
      data={titles}
      filter={({ options }) => options}
      value={value}
      onChange={onValue}
      placeholder={t('import.meaning')}
    />
  )
}
