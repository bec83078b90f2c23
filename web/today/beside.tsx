import { lazy } from 'react'
import type { DayItem } from '../../contract/sales/my-day.ts'
import { recordTypeOf } from '../shell/types.ts'
import type { DayForm as FormName } from './day-api.ts'

const Preview = lazy(() => import('../records/preview.tsx'))
const DayForm = lazy(() => import('./day-form.tsx'))

interface BesideProps {
  item: DayItem
  form: FormName | null
  onClose: () => void
}

/** An item beside the list, or what is being done with it. What all of it needs is asked for only with the first of them. */
export default function Beside({ item, form, onClose }: BesideProps) {
  return form ? (
    <DayForm key={`${form} ${item.id}`} item={item} form={form} onClose={onClose} />
  ) : (
    <Preview key={item.id} type={recordTypeOf(item.kind)} id={item.id} onClose={onClose} />
  )
}
