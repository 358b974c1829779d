/** Ids of everything that is stored: UUID version 7 (RFC 9562), so that new rows land together in the indexes. */
import { v7 } from 'uuid';

export const newId = (): string => v7();
