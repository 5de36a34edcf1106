import type { BitReader } from '../bits/bit-reader.ts';
import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** Which classes of entities there are, and which send table each has. */
export interface SvcClassInfo {
  readonly type: 'svc_ClassInfo';
  readonly classCount: number;
  /** Whether the client knows the classes by itself: none are listed then. Recordings list them in data tables. */
  readonly isCreatedOnClient: boolean;
  readonly classes: readonly ClassInfo[];
}

export interface ClassInfo {
  readonly classId: number;
  readonly className: string;
  readonly tableName: string;
}

export const svcClassInfo: MessageCodec<SvcClassInfo> = {
  typeNumber: 10,
  decode: (reader) => {
    const classCount = reader.readUint(16);
    const isCreatedOnClient = reader.readBoolean();
    const classes = isCreatedOnClient ? [] : decodeClasses(reader, classCount);
    return { type: 'svc_ClassInfo', classCount, isCreatedOnClient, classes };
  },
  encode: (writer, { classCount, isCreatedOnClient, classes }) => {
    const listed = isCreatedOnClient ? 0 : classCount;
    if (classes.length !== listed) {
      throw new RangeError(`This svc_ClassInfo lists ${listed} classes, not ${classes.length}.`);
    }
    writeField(writer, classCount, { name: 'classCount', bits: 16 });
    writer.writeBoolean(isCreatedOnClient);
    for (const { classId, className, tableName } of classes) {
      writeField(writer, classId, { name: 'classId', bits: classIdBits(classCount) });
      writer.writeString(className);
      writer.writeString(tableName);
    }
  },
  skip: (reader) => {
    const classCount = reader.readUint(16);
    if (reader.readBoolean()) return;
    for (let left = classCount; left > 0; left--) {
      reader.skip(classIdBits(classCount));
      reader.skipString();
      reader.skipString();
    }
  },
};

function decodeClasses(reader: BitReader, count: number): ClassInfo[] {
  const classes: ClassInfo[] = [];
  while (classes.length < count) {
    classes.push({
      classId: reader.readUint(classIdBits(count)),
      className: reader.readString(),
      tableName: reader.readString(),
    });
  }
  return classes;
}

function classIdBits(classCount: number): number {
  return classCount === 0 ? 1 : 32 - Math.clz32(classCount);
}
