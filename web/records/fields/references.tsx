import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { MultiSelect } from '@mantine/core'
import { useQueries } from '@tanstack/react-query'
import { use, useState } from 'react'
import { targetOf } from '../../../contract/records/field.ts'
import { recordTypeOf } from '../../shell/types.ts'
import { recordQuery } from '../record-api.ts'
import { RecordLink } from '../record-link.tsx'
import { Title } from '../title.tsx'
import { ExpandedContext } from '../titles.ts'
import classes from './field.module.css'
import { usePicks } from './reference.tsx'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

function ShowReferences({ field, value, plain }: ShowProps) {
  const type = targetOf(field) ?? ''
  return (
    <span className={classes.chips}>
      {(value as string[]).map((id) =>
        plain ? (
          <Title key={id} type={type} id={id} />
        ) : (
          <RecordLink key={id} type={type} id={id} className={classes.link} tabIndex={-1}>
            <Title type={type} id={id} />
          </RecordLink>
        ),
      )}
    </span>
  )
}

function EditReferences(props: EditProps) {
  const chosen = (props.value as string[] | null) ?? []
  const type = recordTypeOf(targetOf(props.field) ?? '')
  const [words, setWords] = useState('')
  const found = usePicks(props.field, words)
  const known = use(ExpandedContext)
  const asked = useQueries({ queries: chosen.filter((id) => !known[id]).map((id) => recordQuery(type, id)) })
  const titles = new Map<string, string>()
  for (const id of chosen) titles.set(id, known[id]?.title ?? '')
  for (const { data } of asked) if (data) titles.set(data.id, data.title)
  for (const record of found.data?.data ?? []) titles.set(record.id, record.title)
  return (
    <MultiSelect
      {...inputProps(props)}
      data={[...titles].map(([value, label]) => ({ value, label }))}
      searchable
      searchValue={words}
      onSearchChange={setWords}
      filter={({ options }) => options}
      value={chosen}
      onChange={(ids) => props.onChange(ids.length > 0 ? ids : null)}
    />
  )
}

export const references: Widget = { Show: ShowReferences, Edit: EditReferences, width: 180 }
