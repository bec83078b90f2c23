import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { addressOf } from './address.ts'

/** An old address leads to the record that its record was merged into; the address bar then says so. */
export function useAddressOf(type: RecordType, id: string, record: AnyRecord) {
  const navigate = useNavigate()
  useEffect(() => {
    if (record.id !== id) void navigate({ to: addressOf(type.name, record.id), replace: true })
  }, [type, id, record.id, navigate])
}
