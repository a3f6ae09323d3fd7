"""HTTP without any feature: who may enter, pages and fragments, forms, errors, headers, words on the screen."""
