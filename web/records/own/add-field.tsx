import { Button } from '@mantine/core'
import { lazy, Suspense, useState } from 'react'
import { takesOwnFields } from '../../../contract/record-types.ts'
import type { OwnField } from '../../../contract/records/own-field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/pages.ts'

/** Loaded when it is first asked for. */
export const FieldForm = lazy(() =>
  import('./field-form.tsx').then(({ FieldForm: Form }) => ({ default: Form })),
)

/** Whether the member may add fields to a type. */
export function useMayAddFields(type: RecordType): boolean {
  const { rights } = useSession()
  return takesOwnFields(type) && rights.includes('administer')
}

/** At the end of forms and of the menu of columns, for those who may: a field that is missing is added where it is missed. */
export function AddField({ type, onAdded }: { type: RecordType; onAdded?: (field: OwnField) => void }) {
  const may = useMayAddFields(type)
  const [open, setOpen] = useState(false)
  if (!may) return null
  return (
    <>
      <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)}>
        {t('fields.add')}
      </Button>
      {open && (
        <Suspense>
          <FieldForm
            recordType={type.name}
            onClose={() => setOpen(false)}
            {...(onAdded ? { onDone: onAdded } : {})}
          />
        </Suspense>
      )}
    </>
  )
}
