import { NumberInput } from '@mantine/core'
import { number as format } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { separatorsOf } from './separators.ts'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

function ShowNumber({ value }: ShowProps) {
  return <>{format(value as number, useManner(), 6)}</>
}

function EditNumber(props: EditProps) {
  return (
    <NumberInput
      {...inputProps(props)}
      {...separatorsOf(useManner().locale)}
      hideControls
      value={(props.value as number | null) ?? ''}
      onChange={(value) => props.onChange(value === '' ? null : Number(value))}
    />
  )
}

export const number: Widget = { Show: ShowNumber, Edit: EditNumber, align: 'end', width: 110 }
