import { Autocomplete, Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { isChoice, targetOf } from '../../../contract/records/field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { UnknownWord } from '../../../contract/records/import.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import type { ImportDetail } from '../../../contract/records/import-routes.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { call, messageOf } from '../../shell/api.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { usePicks } from '../fields/reference.tsx'
import { draftOf, labelOf, saidOf } from './draft.ts'
import type { Draft } from './draft.ts'
import { withMeanings, withMissingMade } from './meanings.ts'
import { importQuery } from './import-api.ts'
import editor from './editor.module.css'
import classes from './import.module.css'
import { declaredOf, madeByName } from './targets.ts'
import { targetTypeOf } from './target-types.ts'

const keyOf = ({ pass, field, word }: UnknownWord) => `${pass} ${field} ${word}`

/** What a field refers to, if its name is all that such a record needs. */
function makeable(recordType: string, field: string): RecordType | null {
  const declared = declaredOf(recordType, field)
  const target = declared && targetOf(declared)
  return target && madeByName(target) ? targetTypeOf(target) : null
}

interface UnknownWordsProps {
  of: ImportDetail
  words: readonly UnknownWord[]
  /** It is on its way from here to being tried out again. */
  trying: boolean
  onTrying: (trying: boolean) => void
}

/** Words that name nothing: each with what it probably means, to accept or change, and to try again with. */
export function UnknownWords({ of: one, words, trying, onTrying }: UnknownWordsProps) {
  const [meanings, setMeanings] = useState(
    () => new Map(words.map((word) => [keyOf(word), word.suggestion ?? ''])),
  )
  const queries = useQueryClient()
  const said = words.filter((word) => meanings.get(keyOf(word)))
  const groups = Map.groupBy(words, ({ pass, field }) => `${pass} ${field}`)

  const meant = () =>
    withMeanings(
      draftOf(one),
      one,
      said.map((word) => ({ ...word, meaning: meanings.get(keyOf(word)) ?? '' })),
    )
  const tryAgain = async (draft: Draft) => {
    onTrying(true)
    const { id, version } = one
    try {
      await call(importRoutes.update, {
        params: { id },
        body: saidOf(draft),
        headers: { 'if-match': `"${version}"` },
      })
      queries.setQueryData(importQuery(id).queryKey, await call(importRoutes.check, { params: { id } }))
    } catch (error) {
      toastFailed(messageOf(error))
    } finally {
      onTrying(false)
    }
  }

  return (
    <Card title={t('import.unknown')}>
      <p className={classes.muted}>{t('import.unknownText')}</p>
      {[...groups].map(([key, group]) => {
        const { pass, field } = group[0]!
        const { name, recordType } = one.passes[pass]!
        const made = group.some((word) => !meanings.get(keyOf(word))) ? makeable(recordType, field) : null
        return (
          <section key={key} className={editor.unknown}>
            <h3 className={classes.strong}>
              {t('import.unknownIn', { field: labelOf(recordType, field), file: name })}
            </h3>
            {made && (
              <Button
                disabled={trying}
                onClick={() => void tryAgain(withMissingMade(meant(), one, group[0]!))}
              >
                {t('import.makeAll', {
                  one: inText(typeLabel(made).one),
                  many: inText(typeLabel(made).many),
                  count: group.filter((word) => !meanings.get(keyOf(word))).length,
                })}
              </Button>
            )}
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
      <Button
        variant="filled"
        loading={trying}
        disabled={said.length === 0}
        onClick={() => void tryAgain(meant())}
      >
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
