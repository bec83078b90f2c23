import { NumberInput } from '@mantine/core'
import { percent, percentSuffix } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { separatorsOf } from './separators.ts'
import { inputProps } from './widget.ts'
import type { EditProps, ShowProps, Widget } from './widget.ts'

function ShowPercentage({ value }: ShowProps) {
  return <>{percent(value as number, useManner(), 2)}</>
}

/** Written as 25, kept as 0.25. */
function EditPercentage(props: EditProps) {
  const manner = useManner()
  return (
    <NumberInput
      {...inputProps(props)}
      {...separatorsOf(manner.locale)}
      hideControls
      suffix={percentSuffix(manner)}
      decimalScale={4}
      value={
        props.value === null || props.value === undefined
          ? ''
          : Number((Number(props.value) * 100).toFixed(6))
      }
      onChange={(value) => props.onChange(value === '' ? null : Number((Number(value) / 100).toFixed(8)))}
    />
  )
}

export const percentage: Widget = { Show: ShowPercentage, Edit: EditPercentage, align: 'end', width: 100 }
