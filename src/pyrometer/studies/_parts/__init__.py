"""Parts that several studies share: words, cautions, small tables and the arithmetic between measure and statistic."""
