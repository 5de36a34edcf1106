import { writeField } from '../bits/write-field.ts';
import type { MessageCodec } from './message-codec.ts';

/** The quality with which a sample rate is sent. */
const QUALITY_WITH_SAMPLE_RATE = 255;

/** How voices are encoded from here on. */
export interface SvcVoiceInit {
  readonly type: 'svc_VoiceInit';
  /** `steam`, `vaudio_celt`, `vaudio_speex`. */
  readonly codec: string;
  /** 0 to 255; with 255 a sample rate follows. */
  readonly quality: number;
  /** In Hz, as sent: 0 with `steam`, whose voices tell theirs. When none is sent: 22050 for `vaudio_celt`, else 11025. */
  readonly sampleRate: number | undefined;
}

export const svcVoiceInit: MessageCodec<SvcVoiceInit> = {
  typeNumber: 14,
  decode: (reader) => {
    const codec = reader.readString();
    const quality = reader.readUint(8);
    const sampleRate = quality === QUALITY_WITH_SAMPLE_RATE ? reader.readUint(16) : undefined;
    return { type: 'svc_VoiceInit', codec, quality, sampleRate };
  },
  encode: (writer, { codec, quality, sampleRate }) => {
    if ((quality === QUALITY_WITH_SAMPLE_RATE) !== (sampleRate !== undefined)) {
      throw new RangeError(`A sample rate goes with quality ${QUALITY_WITH_SAMPLE_RATE} and no other.`);
    }
    writer.writeString(codec);
    writeField(writer, quality, { name: 'quality', bits: 8 });
    if (sampleRate !== undefined) writeField(writer, sampleRate, { name: 'sampleRate', bits: 16 });
  },
  skip: (reader) => {
    reader.skipString();
    if (reader.readUint(8) === QUALITY_WITH_SAMPLE_RATE) reader.skip(16);
  },
};
