import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { targetOf } from '../../../contract/records/field.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { t } from '../../text/pages.ts'
import { someQuery } from '../record-api.ts'
import { RecordLink } from '../record-link.tsx'
import { Title } from '../title.tsx'
import { useTitle } from '../titles.ts'
import classes from './field.module.css'
import { useNarrowing } from './narrowing.ts'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

function ShowReference({ field, value, plain }: ShowProps) {
  const target = recordTypeOf(targetOf(field) ?? '')
  const title = <Title type={target.name} id={String(value)} />
  if (plain || target.setting) return title
  return (
    <RecordLink type={target.name} id={String(value)} className={classes.link} tabIndex={-1}>
      {title}
    </RecordLink>
  )
}

/** What a picker offers: the titles that match the words, the one chosen always among them. */
export function usePicks(field: EditProps['field'], words: string) {
  const target = recordTypeOf(targetOf(field) ?? '')
  const [q] = useDebouncedValue(words.trim(), 120)
  const filter = useNarrowing(target)
  return useQuery({
    ...someQuery(target, { filter, sort: null, fields: [], ...(q && { q }) }),
    placeholderData: keepPreviousData,
  })
}

function EditReference(props: EditProps) {
  const target = targetOf(props.field) ?? ''
  const chosen = (props.value as string | null) ?? null
  const title = useTitle(target, chosen)
  const [words, setWords] = useState<string | null>(null)
  const searching = words !== null && words !== title
  const found = usePicks(props.field, searching ? words : '')
  const options = (found.data?.data ?? []).map((record) => ({ value: record.id, label: record.title }))
  if (chosen && title && !searching && !options.some((option) => option.value === chosen))
    options.unshift({ value: chosen, label: title })
  return (
    <Select
      {...inputProps(props)}
      data={options}
      searchable
      searchValue={words ?? title ?? ''}
      onSearchChange={setWords}
      // The server has matched already, misspelt words too.
      filter={({ options: all }) => all}
      clearable={!props.field.required && !props.inCell}
      allowDeselect={false}
      defaultDropdownOpened={props.inCell ?? false}
      nothingFoundMessage={found.isFetching ? t('ui.loading') : t('field.noMatch')}
      value={chosen}
      onOptionSubmit={(id) => {
        // The same one again is an answer too: it ends the edit.
        if (id === chosen) props.onChange(id)
      }}
      onChange={(id) => {
        setWords(null)
        props.onChange(id)
      }}
    />
  )
}

export const reference: Widget = { Show: ShowReference, Edit: EditReference, width: 170, immediate: true }
