import { lookThrough } from '../looks.ts'

await lookThrough('phone')
