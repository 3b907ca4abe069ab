"""Makes a tokenizer in the form of Hugging Face from a vocabulary in that of tiktoken: FILE FOLDER."""

import sys

from transformers import PreTrainedTokenizerFast
from transformers.convert_slow_tokenizer import TikTokenConverter

# How o200k_base splits text before it looks words up.
LETTERS = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]"
SMALL = r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
ENDING = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
PATTERN = "|".join(
    [
        rf"[^\r\n\p{{L}}\p{{N}}]?{LETTERS}*{SMALL}+{ENDING}",
        rf"[^\r\n\p{{L}}\p{{N}}]?{LETTERS}+{SMALL}*{ENDING}",
        r"\p{N}{1,3}",
        r" ?[^\s\p{L}\p{N}]+[\r\n/]*",
        r"\s*[\r\n]+",
        r"\s+(?!\S)",
        r"\s+",
    ]
)
END = "<|endoftext|>"

made = TikTokenConverter(vocab_file=sys.argv[1], pattern=PATTERN).converted()
PreTrainedTokenizerFast(tokenizer_object=made, bos_token=END, eos_token=END, pad_token=END).save_pretrained(sys.argv[2])
