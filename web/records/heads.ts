import type { ComponentType, LazyExoticComponent } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'

export interface HeadProps {
  record: AnyRecord
  place: 'page' | 'panel'
}

type Head = ComponentType<HeadProps> | LazyExoticComponent<ComponentType<HeadProps>>

const heads = new Map<string, Head>()

/** What a wing shows above the fields of its records, on their page and beside a list. The routes register it. */
export const registerHead = (typeName: string, head: Head) => void heads.set(typeName, head)
export const headOf = (typeName: string): Head | undefined => heads.get(typeName)
