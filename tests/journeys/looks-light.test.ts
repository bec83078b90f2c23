import { lookThrough } from '../looks.ts'

await lookThrough('light')
